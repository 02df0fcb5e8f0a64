using Microsoft.Extensions.Logging;
using Pando.Linux.Dbus;
using Pando.Model;
using Pando.Model.Ports;
using Pando.Networks.Firewall;
using Pando.Networks.OpenVSwitch;

namespace Pando.Networks;

/// <summary>What the networks need of the rest of the daemon.</summary>
public sealed record NetworkServices
{
    /// <summary>Where the instance keeps its things.</summary>
    public required InstancePaths Paths { get; init; }

    /// <summary>The stored definitions.</summary>
    public required IDefinitionHistory History { get; init; }

    /// <summary>What runs jobs.</summary>
    public required IJobs Jobs { get; init; }

    /// <summary>Where events go.</summary>
    public required IEvents Events { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The host's Open vSwitch.</summary>
    public required SwitchAccess Switch { get; init; }

    /// <summary>Where the system's message bus listens, on which firewalld is found.</summary>
    public string BusSocket { get; init; } = SystemBus.Socket;

    /// <summary>Where the kernel shows its devices.</summary>
    public string Sys { get; init; } = "/sys";

    /// <summary>Where failures that nobody waits for go.</summary>
    public required ILoggerFactory Loggers { get; init; }

    /// <summary>The zones of the host's firewalld.</summary>
    internal FirewalldZones Zones => new(BusSocket, Time, Loggers.CreateLogger<FirewalldZones>());
}
