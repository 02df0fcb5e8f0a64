namespace Pando.Model.Domains;

/// <summary>Something that QEMU's firmware configuration device (fw_cfg) holds for programs in the guest: a text or a file's content.</summary>
/// <param name="Name"><c>opt/RFQDN/…</c>.</param>
/// <param name="Value">The text; null for a file.</param>
/// <param name="FilePath">The file on the host; null for a text.</param>
public sealed record FirmwareConfigEntry(string Name, string? Value, string? FilePath);
