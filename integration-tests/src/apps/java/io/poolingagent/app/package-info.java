/**
 * What an application does with a client library, as small programs that an integration test runs
 * in a forked JVM: with and without the agent, against several versions of the library. {@link
 * io.poolingagent.app.Program} reads commands from standard input; a {@link
 * io.poolingagent.app.Library} carries them out with one client library.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.app;
