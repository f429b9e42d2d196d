/**
 * Tests of the shipped jar: real JVMs with real client libraries against servers that count what
 * arrives.
 *
 * <p>{@link io.poolingagent.it.ForkedJvm} starts the application, {@link
 * io.poolingagent.it.Upstream} and {@link io.poolingagent.it.Http2Upstream} are what it talks to,
 * {@code contract} is what holds for every client.
 *
 * <p>Each version of a library is a class of its own over a common one, not a nested one: to
 * Surefire (3.5.4) nested classes are one, in which a test that passes for one library excuses the
 * test of the same name that fails for another, as flaky.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.it;
