namespace Pando.Model.Host;

/// <summary>What a host's firmware tells of it and its parts (SMBIOS, DSP0134), in the words of libvirt's <c>sysinfo</c>.</summary>
/// <param name="Parts">The parts, in the order of the format.</param>
public sealed record HostInformation(EquatableArray<HostPart> Parts);

/// <summary>A part of a host.</summary>
/// <param name="Kind">Its element: <c>bios</c>, <c>memory_device</c>.</param>
/// <param name="Entries">What is told of it.</param>
public sealed record HostPart(string Kind, EquatableArray<HostPartEntry> Entries);

/// <summary>One thing that is told of a part.</summary>
/// <param name="Name">What it is; null where the text is all.</param>
/// <param name="Text">The text.</param>
public sealed record HostPartEntry(string? Name, string Text);
