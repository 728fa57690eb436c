module slipway/oracle

go 1.21
