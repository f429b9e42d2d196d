/**
 * Servers that do whatever a server, a restart or a middlebox may do to an idle connection, under
 * load. An application without the agent is the control: with it not one request more may fail.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.it.adversarial;
