using System.Text.Json.Serialization;
using Pando.Api.Json;

namespace Pando.Api.Machines;

/// <summary>Where a machine is in its life.</summary>
[JsonConverter(typeof(MachinePhaseWords))]
public enum MachinePhase
{
    /// <summary>No process runs it.</summary>
    ShutOff,

    /// <summary>Its process is being started.</summary>
    Starting,

    /// <summary>The guest runs.</summary>
    Running,

    /// <summary>The processors are stopped; the guest can go on.</summary>
    Paused,

    /// <summary>It is being stopped.</summary>
    Stopping,

    /// <summary>The guest has shut itself down and its process waits to be reset or ended.</summary>
    GuestShutDown,

    /// <summary>The guest has crashed and its process is kept to look at.</summary>
    Crashed,

    /// <summary>Its definition is being removed.</summary>
    BeingRemoved,

    /// <summary>Its process runs, and what it was started with cannot be read any more: it can only be ended.</summary>
    Unrecorded,

    /// <summary>The guest sleeps with its memory kept (ACPI S3).</summary>
    PmSuspended,
}

internal sealed class MachinePhaseWords() : EnumWordsConverter<MachinePhase>(
    "shut-off", "starting", "running", "paused", "stopping", "guest-shut-down", "crashed", "being-removed", "unrecorded", "pm-suspended");
