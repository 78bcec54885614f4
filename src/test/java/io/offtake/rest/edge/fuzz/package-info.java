/// Requests made at random from the contract, and what must hold of every answer. Begin with [io.offtake.rest.edge.fuzz.FuzzTest].
package io.offtake.rest.edge.fuzz;
