module slipway/portability

go 1.21
