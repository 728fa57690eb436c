import { list, section, text, toggle, word } from "../words.ts";

/** How the registry knows who publishes. */
export const mcpAuth = section("MCPAuth", "How the registry knows who publishes.", {
  type: word(["none", "github", "github-oidc"], undefined, { default: "none" }),
  token: text(),
});

/** How an MCP server is spoken to. */
export const mcpTransport = section("MCPTransport", "How an MCP server is spoken to.", {
  type: word(["stdio", "streamable-http", "sse"]),
});

/** A package of an MCP server. */
export const mcpPackage = section("MCPPackage", "A package of an MCP server.", {
  registry_type: word(["oci", "npm", "pypi", "nuget", "mcpb"]),
  identifier: text(),
  transport: mcpTransport,
});

/** Where the source of an MCP server is. */
export const mcpRepository = section("MCPRepository", "Where the source of an MCP server is.", {
  url: text(),
  source: word(["github", "gitlab", "gitea"]),
  id: text(),
  subfolder: text(),
});

/** An entry in the registry of MCP servers. */
export const mcpDetails = section("MCPDetails", "An entry in the registry of MCP servers.", {
  name: text(),
  title: text(),
  description: text(),
  homepage: text(),
  packages: list(mcpPackage),
  transports: list(mcpTransport),
  disable: toggle(),
  repository: mcpRepository,
  auth: mcpAuth,
});

/** An entry in the registry of MCP servers. */
export const mcp = section("MCP", "An entry in the registry of MCP servers.", {
  github: mcpDetails,
  name: text(),
  title: text(),
  description: text(),
  homepage: text(),
  packages: list(mcpPackage),
  transports: list(mcpTransport),
  disable: toggle(),
  repository: mcpRepository,
  auth: mcpAuth,
});
