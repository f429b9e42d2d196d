/**
 * What an application sees must be the same with the agent and without, whatever a server does. A
 * {@link io.poolingagent.it.differential.Scenario} is a server's behaviour and what an application
 * does with it; {@link io.poolingagent.it.differential.Differential} plays it in a JVM without and
 * in one with the agent and compares everything: statuses, headers in order, bodies, exceptions and
 * their causes, threads, and each request as the server received it.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.it.differential;
