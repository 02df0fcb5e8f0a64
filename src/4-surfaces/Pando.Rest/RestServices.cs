using Microsoft.Extensions.Logging;
using Pando.Domains;
using Pando.Domains.Advising;
using Pando.Domains.Agents;
using Pando.Domains.Capabilities;
using Pando.Domains.Monitor;
using Pando.Domains.Processors;
using Pando.Domains.Statistics;
using Pando.Model.Ports;
using Pando.Networks;
using Pando.Networks.Bridges;
using Pando.Networks.Filters;
using Pando.Networks.HostNetwork;
using Pando.Networks.OpenVSwitch;
using Pando.Secrets;
using Pando.Storage;

namespace Pando.Rest;

/// <summary>The engine behind the REST API. Put together once, by the daemon.</summary>
public sealed record RestServices
{
    /// <summary>The machines.</summary>
    public required IDomains Domains { get; init; }

    /// <summary>Says what definitions cost, and writes them for a purpose.</summary>
    public required MachineAdvice Advice { get; init; }

    /// <summary>The agents inside their guests.</summary>
    public required IGuestAgents Agents { get; init; }

    /// <summary>What their QEMU is asked beside their queues.</summary>
    public required IGuestMonitor Monitor { get; init; }

    /// <summary>The processors that guests can have.</summary>
    public required IGuestProcessors Processors { get; init; }

    /// <summary>What the host is for guests.</summary>
    public required IGuestCapabilities Capabilities { get; init; }

    /// <summary>The figures of the machines.</summary>
    public required IDomainStatistics Statistics { get; init; }

    /// <summary>The jobs.</summary>
    public required IJobs Jobs { get; init; }

    /// <summary>Where events come from.</summary>
    public required IEvents Events { get; init; }

    /// <summary>The virtual networks.</summary>
    public required INetworks Networks { get; init; }

    /// <summary>The network filters.</summary>
    public required INetworkFilters NetworkFilters { get; init; }

    /// <summary>The bridges of the host.</summary>
    public HostBridges Bridges { get; init; } = new();

    /// <summary>The host's own network.</summary>
    public required HostNetworking HostNetwork { get; init; }
    /// <summary>The host's Open vSwitch.</summary>
    public required SwitchAccess Switch { get; init; }

    /// <summary>The pools.</summary>
    public required StoragePools Pools { get; init; }

    /// <summary>Their volumes.</summary>
    public required StorageVolumes Volumes { get; init; }

    /// <summary>The guest images.</summary>
    public required GuestImages Images { get; init; }

    /// <summary>What people are shown of the host.</summary>
    public required IHostReport Host { get; init; }

    /// <summary>What runs guests here.</summary>
    public required IHostFacts HostFacts { get; init; }

    /// <summary>How the host deals with the memory of machines.</summary>
    public required IHostMemory Memory { get; init; }

    /// <summary>The operating systems that are known.</summary>
    public required IOperatingSystems OperatingSystems { get; init; }

    /// <summary>The secrets of the host.</summary>
    public required SecretStore Secrets { get; init; }

    /// <summary>Where uploaded files wait to be imported; made when it is needed, and emptied at the start.</summary>
    public required string UploadDirectory { get; init; }

    /// <summary>Where log messages go.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
