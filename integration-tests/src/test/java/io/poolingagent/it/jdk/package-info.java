/** What sharing would break in the JDK's client, and does not. */
@org.jspecify.annotations.NullMarked
package io.poolingagent.it.jdk;
