namespace Pando.Api.Machines;

/// <summary>A machine in a list.</summary>
public sealed record MachineSummary
{
    /// <summary>Its uuid.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, unique on this host.</summary>
    public required string Name { get; init; }

    /// <summary>Its title: a short description for people.</summary>
    public string? Title { get; init; }

    /// <summary>Where it is.</summary>
    public required MachineState State { get; init; }

    /// <summary>Whether its definition is stored; a transient machine is gone once it stops.</summary>
    public required bool Persistent { get; init; }

    /// <summary>Whether it starts with the host.</summary>
    public required bool Autostart { get; init; }

    /// <summary>Whether its memory was saved and the next start goes on from it.</summary>
    public bool ManagedSave { get; init; }

    /// <summary>Its largest memory, in KiB.</summary>
    public required long MemoryKiB { get; init; }

    /// <summary>How many processors it has.</summary>
    public required int Vcpus { get; init; }

    /// <summary>The addresses that the host knows of its guest; absent where it knows none.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }
}
