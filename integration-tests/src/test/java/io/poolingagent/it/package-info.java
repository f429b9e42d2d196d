/**
 * Tests of the shipped jar: real JVMs with real client libraries against servers that count what
 * arrives.
 *
 * <p>{@link io.poolingagent.it.ForkedJvm} starts the application, {@link
 * io.poolingagent.it.Upstream} and {@link io.poolingagent.it.Http2Upstream} are what it talks to,
 * {@link io.poolingagent.it.ClientContractIT} is the contract.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.it;
