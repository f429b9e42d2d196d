/**
 * The servers and the proxy that many applications talk to, as their projects ship them, in
 * containers: the same answers with the agent and without, few connections, and nothing more that
 * fails while they are reloaded or restarted under load.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.it.servers;
