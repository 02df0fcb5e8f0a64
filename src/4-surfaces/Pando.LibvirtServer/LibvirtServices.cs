using Microsoft.Extensions.Logging;
using Pando.Domains;
using Pando.Domains.Agents;
using Pando.Domains.Capabilities;
using Pando.Domains.Monitor;
using Pando.Domains.Statistics;
using Pando.Model.Ports;
using Pando.Networks;
using Pando.Networks.Filters;
using Pando.Networks.HostNetwork;
using Pando.Secrets;
using Pando.Storage;

namespace Pando.LibvirtServer;

/// <summary>The engine behind libvirt's procedures. Put together once, by the daemon.</summary>
public sealed record LibvirtServices
{
    /// <summary>The machines.</summary>
    public required IDomains Domains { get; init; }

    /// <summary>The agents inside their guests.</summary>
    public required IGuestAgents Agents { get; init; }

    /// <summary>What their QEMU is asked beside their queues.</summary>
    public required IGuestMonitor Monitor { get; init; }

    /// <summary>What the host is for guests.</summary>
    public required IGuestCapabilities Capabilities { get; init; }

    /// <summary>The figures of the machines.</summary>
    public required IDomainStatistics Statistics { get; init; }

    /// <summary>Durable jobs.</summary>
    public required IJobs Jobs { get; init; }

    /// <summary>Where events come from.</summary>
    public required IEvents Events { get; init; }

    /// <summary>The virtual networks.</summary>
    public required INetworks Networks { get; init; }

    /// <summary>The network filters.</summary>
    public required INetworkFilters NetworkFilters { get; init; }

    /// <summary>The host's own network.</summary>
    public required HostNetworking HostNetwork { get; init; }

    /// <summary>The storage pools.</summary>
    public required StoragePools Pools { get; init; }

    /// <summary>Their volumes.</summary>
    public required StorageVolumes Volumes { get; init; }

    /// <summary>What people are shown of the host.</summary>
    public required IHostReport Host { get; init; }

    /// <summary>The host's memory: merged pages, huge pages.</summary>
    public required IHostMemory Memory { get; init; }

    /// <summary>The host's devices.</summary>
    public required INodeDevices NodeDevices { get; init; }

    /// <summary>The secrets of the host.</summary>
    public required SecretStore Secrets { get; init; }

    /// <summary>Where log messages go.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
