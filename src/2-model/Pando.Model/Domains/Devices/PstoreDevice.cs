namespace Pando.Model.Domains.Devices;

/// <summary>A place where the guest's kernel leaves its last words (ACPI error record serialization).</summary>
public sealed record PstoreDevice : Device
{
    /// <summary>The file of the host; null until the machine's own is filled in.</summary>
    public string? Path { get; init; }

    /// <summary>Its size in KiB.</summary>
    public required long SizeKiB { get; init; }
}
