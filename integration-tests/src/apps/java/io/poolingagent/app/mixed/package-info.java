/** An application in which every client library is at work. */
@org.jspecify.annotations.NullMarked
package io.poolingagent.app.mixed;
