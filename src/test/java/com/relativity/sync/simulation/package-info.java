/**
 * The service on a clock of its own.
 *
 * <p>A simulation runs the production classes and the production SQL of three agents, two relays and an API in one thread. What lies between
 * them is simulated: the clock ({@link com.relativity.sync.simulation.VirtualTime}), the wire to PostgreSQL
 * ({@link com.relativity.sync.simulation.SimulatedPostgres}; behind it a real server executes the statements), the broker
 * ({@link com.relativity.sync.simulation.SimulatedBroker}) and the case databases
 * ({@link com.relativity.sync.simulation.SimulatedWorkspaces}). A message on any wire can be lost before it has an effect, have its effect and
 * lose the answer, or come late ({@link com.relativity.sync.simulation.Faults}); a process can die, stand still or be told to stop at any
 * message. What takes minutes in the world takes milliseconds here. The fate of every message comes from the seed of the
 * {@link com.relativity.sync.simulation.Story}. The statements run in a real server, so two courses of one story can still differ in a few steps.
 *
 * <p>{@link com.relativity.sync.simulation.Rulebook} says what must hold at every change and at the end,
 * {@link com.relativity.sync.simulation.World} plays a story, {@link com.relativity.sync.simulation.SimulationTest} makes stories up.
 */
package com.relativity.sync.simulation;
