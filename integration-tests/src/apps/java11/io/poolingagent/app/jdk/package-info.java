/** The client of {@code java.net.http} as applications use it. Compiled for Java 11; later methods by reflection. */
@org.jspecify.annotations.NullMarked
package io.poolingagent.app.jdk;
