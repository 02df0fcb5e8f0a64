using System.Text.Json.Serialization;

namespace Pando.Qemu.Capabilities;

/// <summary>The form in which capabilities are kept in a file.</summary>
/// <param name="Format">Grows when the questions change, so that older answers are asked again.</param>
/// <param name="BootId">The boot they were asked in, where they depend on it.</param>
/// <param name="Capabilities">The answers.</param>
internal sealed record StoredCapabilities(int Format, string? BootId, QemuCapabilities Capabilities)
{
    public const int CurrentFormat = 4;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UseStringEnumConverter = true,
    Converters = [typeof(NameSetConverter)],
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoredCapabilities))]
internal sealed partial class CapabilitiesJson : JsonSerializerContext;
