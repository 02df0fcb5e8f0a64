namespace Pando.Model.Domains.Devices;

/// <summary>The host's end of a serial port, a console or a channel.</summary>
public abstract record CharacterBackend
{
    private protected CharacterBackend() { }
}

/// <summary>A pseudo terminal that is made at the start.</summary>
public sealed record PtyBackend : CharacterBackend
{
    /// <summary>Its path while the machine runs; null otherwise.</summary>
    public string? Path { get; init; }
}

/// <summary>A unix socket.</summary>
public sealed record UnixBackend : CharacterBackend
{
    /// <summary>Its path; null when one is chosen at each start.</summary>
    public string? Path { get; init; }

    /// <summary>Whether QEMU listens on it (mode bind), or connects to it.</summary>
    public bool Listens { get; init; } = true;
}
