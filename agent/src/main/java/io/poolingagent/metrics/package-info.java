/**
 * What the operator sees and turns: the counts of the domain as Micrometer meters and JMX beans.
 *
 * <p>Nothing here is on the way of a request: the domain counts, and this package reads when
 * somebody looks. It starts, on a thread of its own, when the application uses its first client
 * library; Micrometer is loaded when the first pool exists. Only {@link
 * io.poolingagent.metrics.MBeanServers} asks for the platform's MBean server.
 *
 * <p>The names and tags of meters and beans are an API; {@code
 * src/test/resources/metrics.golden.txt} lists them.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.metrics;
