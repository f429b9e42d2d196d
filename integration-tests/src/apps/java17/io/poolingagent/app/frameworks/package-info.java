/**
 * Frameworks on top of HTTP clients, as their users wrongly do it: a client, or what makes one,
 * anew for each request. Compiled for the JVM of Spring 6.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.app.frameworks;
