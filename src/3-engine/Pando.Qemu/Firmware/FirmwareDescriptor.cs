using System.Text.Json.Serialization;

namespace Pando.Qemu.Firmware;

/// <summary>One firmware that the host has, as its descriptor says (QEMU's docs/interop/firmware.json).</summary>
/// <param name="Description">For people.</param>
/// <param name="InterfaceTypes"><c>uefi</c>, <c>bios</c>.</param>
/// <param name="Mapping">Where its files are and how the guest sees them.</param>
/// <param name="Targets">Which machines it is for.</param>
/// <param name="Features">What it can: <c>secure-boot</c>, <c>enrolled-keys</c>, <c>requires-smm</c>…</param>
public sealed record FirmwareDescriptor(
    string Description,
    [property: JsonPropertyName("interface-types")] IReadOnlyList<string> InterfaceTypes,
    FirmwareMapping Mapping,
    IReadOnlyList<FirmwareTarget> Targets,
    IReadOnlyList<string> Features);

/// <summary>Where a firmware's files are.</summary>
/// <param name="Device"><c>flash</c>, <c>memory</c> or <c>kernel</c>.</param>
/// <param name="Executable">The code.</param>
/// <param name="NvramTemplate">What a machine's variables are first copied from.</param>
public sealed record FirmwareMapping(
    string Device, FirmwareFile? Executable = null, [property: JsonPropertyName("nvram-template")] FirmwareFile? NvramTemplate = null);

/// <summary>One file of a firmware.</summary>
/// <param name="Filename">Its path.</param>
/// <param name="Format"><c>raw</c> or <c>qcow2</c>.</param>
public sealed record FirmwareFile(string Filename, string Format);

/// <summary>Machines a firmware is for.</summary>
/// <param name="Architecture"><c>x86_64</c>.</param>
/// <param name="Machines">Patterns of versioned machine types: <c>pc-q35-*</c>.</param>
public sealed record FirmwareTarget(string Architecture, IReadOnlyList<string> Machines);

[JsonSerializable(typeof(FirmwareDescriptor))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class FirmwareJson : JsonSerializerContext;
