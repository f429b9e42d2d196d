/** Measurements that a person runs; no test. */
@org.jspecify.annotations.NullMarked
package io.poolingagent.it.bench;
