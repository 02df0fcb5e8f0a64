using Microsoft.Extensions.Logging;
using Pando.Model.Pools;
using Pando.Model.Ports;
using Pando.Storage.PoolDrivers;

namespace Pando.Storage.Pools;

/// <summary>What the pools need of the rest of the daemon.</summary>
/// <param name="Settings">The instance's own.</param>
/// <param name="History">The stored definitions.</param>
/// <param name="Events">Where events go.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Where failures that nobody waits for go.</param>
/// <param name="Driver">Makes what works in a pool.</param>
internal sealed record PoolServices(
    StorageSettings Settings, IDefinitionHistory History, IEvents Events, TimeProvider Time, ILogger Log, Func<PoolDefinition, IPoolDriver> Driver);
