/** What the agent repairs in {@code HttpURLConnection}, and what it must not touch. */
@org.jspecify.annotations.NullMarked
package io.poolingagent.it.urlconnection;
