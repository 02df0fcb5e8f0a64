namespace Pando.Domains;

/// <summary>How a machine's memory is to be saved.</summary>
public sealed record SaveOrder
{
    /// <summary>Into which file, an absolute path; null: as the managed save, which the next start goes on from.</summary>
    public string? Path { get; init; }

    /// <summary>How it is packed.</summary>
    public SaveCompression Compression { get; init; }

    /// <summary>Whether the file is written past the page cache.</summary>
    public bool BypassCache { get; init; }

    /// <summary>Whether the guest runs when it is restored; null: as it is now.</summary>
    public bool? Running { get; init; }

    /// <summary>Another definition to restore it with; what the guest sees must stay.</summary>
    public string? Xml { get; init; }
}

/// <summary>How a machine is to be brought back from a file.</summary>
public sealed record RestoreOrder
{
    /// <summary>The file, an absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>Whether the guest runs afterwards; null: as the file says.</summary>
    public bool? Running { get; init; }

    /// <summary>Whether the file is read past the page cache.</summary>
    public bool BypassCache { get; init; }

    /// <summary>Whether disks that were changed meanwhile are passed over.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the firmware's variables are made anew from their template.</summary>
    public bool ResetVariables { get; init; }

    /// <summary>Another definition to run it with; what the guest sees must stay.</summary>
    public string? Xml { get; init; }
}
