/**
 * The domain of the agent: which clients may share ({@link io.poolingagent.pool.PoolKey}), what
 * they share ({@link io.poolingagent.pool.SharedPool}), and how many connections a destination may
 * see ({@link io.poolingagent.pool.Destination}).
 *
 * <p>No type of a client library, of Byte Buddy or of Micrometer is known here. References point
 * one way: application class &rarr; adapter &rarr; this package. What this package keeps of an
 * adapter (registries, pools, owners of leases) it keeps weakly.
 *
 * <p>Time is an argument and a result: {@code evict(now)} answers when to look again.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.pool;
