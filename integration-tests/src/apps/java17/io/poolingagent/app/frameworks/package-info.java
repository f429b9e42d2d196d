/**
 * Frameworks on top of HTTP clients, and the many ways to make an Apache client, as their users
 * wrongly do it: a client, or what makes one, anew for each request. Compiled for the JVM of Spring
 * 6.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.app.frameworks;
