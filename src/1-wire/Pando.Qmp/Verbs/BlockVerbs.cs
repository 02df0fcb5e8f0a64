using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Pando.Qmp;

/// <summary>The drives.</summary>
public sealed record QueryBlock() : QmpVerb<IReadOnlyList<BlockDriveInfo>>("query-block");

/// <summary>One drive.</summary>
/// <param name="Device">Its old name; empty for a drive made with -blockdev.</param>
/// <param name="Removable">Whether its medium can be taken out.</param>
/// <param name="Locked">Whether the guest holds the tray.</param>
/// <param name="QomPath">Its device.</param>
/// <param name="TrayOpen">Whether the tray is open; null where there is none.</param>
/// <param name="IoStatus"><c>ok</c>, <c>failed</c> or <c>nospace</c>; null where QEMU does not watch it.</param>
/// <param name="Inserted">Its medium; null when empty.</param>
public sealed record BlockDriveInfo(
    string Device,
    bool Removable,
    bool Locked,
    [property: JsonPropertyName("qdev")] string? QomPath = null,
    [property: JsonPropertyName("tray_open")] bool? TrayOpen = null,
    string? IoStatus = null,
    BlockNodeInfo? Inserted = null);

/// <summary>One block node.</summary>
/// <param name="File">What it opened: a path, or the node's options as JSON.</param>
/// <param name="Drv">Its driver: <c>qcow2</c>, <c>raw</c>, <c>file</c>.</param>
/// <param name="Ro">Read only.</param>
/// <param name="NodeName">Its name.</param>
/// <param name="Image">The image in it.</param>
public sealed record BlockNodeInfo(string File, string Drv, bool Ro, string? NodeName, BlockImageInfo Image);

/// <summary>The image in a node.</summary>
/// <param name="Filename">What it opened.</param>
/// <param name="Format">Its format.</param>
/// <param name="VirtualSizeBytes">As the guest sees it, in bytes.</param>
/// <param name="ActualSizeBytes">As it takes on the host, in bytes.</param>
/// <param name="BackingImage">The image below it; null where there is none.</param>
public sealed record BlockImageInfo(
    string Filename,
    string Format,
    [property: JsonPropertyName("virtual-size")] long VirtualSizeBytes,
    [property: JsonPropertyName("actual-size")] long? ActualSizeBytes = null,
    [property: JsonPropertyName("backing-image")] BlockImageInfo? BackingImage = null);

/// <summary>Opens a block node; arguments are BlockdevOptions.</summary>
public sealed record BlockdevAdd(JsonObject Arguments) : OpenVerb<Nothing>("blockdev-add", Arguments);

/// <summary>Closes a block node that nothing uses.</summary>
/// <param name="NodeName">The node.</param>
public sealed record BlockdevDel(string NodeName) : QmpVerb<Nothing>("blockdev-del");

/// <summary>Opens a drive's tray; a guest that holds it is asked first unless forced.</summary>
/// <param name="Id">The drive's device.</param>
/// <param name="Force">Do not ask the guest.</param>
public sealed record BlockdevOpenTray(string Id, bool? Force = null) : QmpVerb<Nothing>("blockdev-open-tray");

/// <summary>Closes a drive's tray.</summary>
/// <param name="Id">The drive's device.</param>
public sealed record BlockdevCloseTray(string Id) : QmpVerb<Nothing>("blockdev-close-tray");

/// <summary>Takes the medium out of an open drive.</summary>
/// <param name="Id">The drive's device.</param>
public sealed record BlockdevRemoveMedium(string Id) : QmpVerb<Nothing>("blockdev-remove-medium");

/// <summary>Puts a node into an open and empty drive.</summary>
/// <param name="Id">The drive's device.</param>
/// <param name="NodeName">The node.</param>
public sealed record BlockdevInsertMedium(string Id, string NodeName) : QmpVerb<Nothing>("blockdev-insert-medium");

/// <summary>Changes the medium by file name: open, remove, insert and close in one.</summary>
/// <param name="Id">The drive's device.</param>
/// <param name="Filename">The file, also <c>/dev/fdset/N</c>.</param>
/// <param name="Format">Its format.</param>
/// <param name="ReadOnlyMode"><c>retain</c>, <c>read-only</c> or <c>read-write</c>.</param>
/// <param name="Force">Do not ask a guest that holds the tray.</param>
public sealed record BlockdevChangeMedium(
    string Id, string Filename, string? Format = null, string? ReadOnlyMode = null, bool? Force = null)
    : QmpVerb<Nothing>("blockdev-change-medium");

/// <summary>Opens the tray and takes the medium out.</summary>
/// <param name="Id">The drive's device.</param>
/// <param name="Force">Do not ask a guest that holds the tray.</param>
public sealed record Eject(string Id, bool? Force = null) : QmpVerb<Nothing>("eject");

/// <summary>Gives an image another size while the guest runs.</summary>
/// <param name="NodeName">The node.</param>
/// <param name="SizeBytes">In bytes.</param>
public sealed record BlockResize(string NodeName, [property: JsonPropertyName("size")] long SizeBytes)
    : QmpVerb<Nothing>("block_resize");

/// <summary>The block nodes, each by itself.</summary>
/// <param name="Flat">Leaves out what is below each node: it is in the list itself.</param>
public sealed record QueryNamedBlockNodes(bool? Flat = true) : QmpVerb<IReadOnlyList<NamedBlockNodeInfo>>("query-named-block-nodes");

/// <summary>One block node of the list.</summary>
/// <param name="NodeName">Its name.</param>
/// <param name="File">What it opened: a path, <c>/dev/fdset/N</c>, or the node's options as JSON.</param>
/// <param name="Drv">Its driver.</param>
public sealed record NamedBlockNodeInfo(string NodeName, string File, string Drv);

/// <summary>Limits a drive's I/O; arguments are BlockIOThrottle: <c>id</c> of the device and the limits, 0 for none.</summary>
public sealed record BlockSetIoThrottle(JsonObject Arguments) : OpenVerb<Nothing>("block_set_io_throttle", Arguments);

/// <summary>Tells by <see cref="BlockWriteThresholdEvent"/>, once, when a node is written behind this offset; 0 is never.</summary>
/// <param name="NodeName">The node.</param>
/// <param name="WriteThreshold">The offset in bytes.</param>
public sealed record BlockSetWriteThreshold(string NodeName, long WriteThreshold) : QmpVerb<Nothing>("block-set-write-threshold");
