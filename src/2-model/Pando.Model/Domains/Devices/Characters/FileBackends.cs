namespace Pando.Model.Domains.Devices;

/// <summary>A pseudo terminal that is made at the start.</summary>
public sealed record PtyBackend : CharacterBackend
{
    /// <summary>Its path while the machine runs; null otherwise.</summary>
    public string? Path { get; init; }
}

/// <summary>A file that gets what the guest writes; the guest reads nothing.</summary>
public sealed record FileBackend : CharacterBackend
{
    /// <summary>The file, made where it is missing.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it keeps what it holds at a start; null or false empties it.</summary>
    public bool? Append { get; init; }
}

/// <summary>
/// A named pipe (fifo(7)) of that path, or two of them, <c>PATH.in</c> to the guest and <c>PATH.out</c> from it.
/// </summary>
public sealed record PipeBackend : CharacterBackend
{
    /// <summary>The path, without the ending of two.</summary>
    public required string Path { get; init; }
}

/// <summary>A device of the host: a serial port, or of a parallel port a parallel one.</summary>
public sealed record DeviceBackend : CharacterBackend
{
    /// <summary>The device: <c>/dev/ttyS0</c>.</summary>
    public required string Path { get; init; }
}
