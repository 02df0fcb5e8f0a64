using System.IO.Enumeration;
using System.Text.Json;

namespace Pando.Qemu.Firmware;

/// <summary>
/// The firmware that this host has, in the order of preference that its descriptors give themselves by their names.
/// A descriptor in /etc hides the one of the same name in /usr/share (docs/interop/firmware.json).
/// </summary>
public sealed class FirmwareCatalog
{
    private const string Code = "_CODE";
    private const string Variables = "_VARS";

    private readonly IReadOnlyList<FirmwareDescriptor> _descriptors;

    private FirmwareCatalog(IReadOnlyList<FirmwareDescriptor> descriptors) => _descriptors = descriptors;

    /// <summary>Reads the host's own.</summary>
    public static FirmwareCatalog OfHost() => Read(["/usr/share/qemu/firmware", "/etc/qemu/firmware"]);

    /// <summary>Reads the descriptors of these directories, the last one first in rank. What cannot be read is passed over.</summary>
    public static FirmwareCatalog Read(IReadOnlyList<string> directories)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in directories.Where(Directory.Exists).SelectMany(directory => Directory.EnumerateFiles(directory, "*.json")))
        {
            files[Path.GetFileName(file)] = file;
        }
        return new FirmwareCatalog([.. files.Values.Select(TryRead).OfType<FirmwareDescriptor>()]);
    }

    /// <summary>The best UEFI for a machine type whose files are there; null where the host has none.</summary>
    /// <param name="machine">Versioned: <c>pc-q35-7.2</c>.</param>
    /// <param name="secureBoot">Whether it must (true) or must not (false) verify what it boots; null: not, where there is a choice.</param>
    /// <param name="enrolledKeys">Whether the vendor's keys must be (true) or must not be (false) in its variables.</param>
    public FirmwareDescriptor? FindUefi(string machine, bool? secureBoot, bool? enrolledKeys)
    {
        var fitting = Uefi(machine).Where(firmware => (secureBoot is null || VerifiesBoot(firmware) == secureBoot)
            && (enrolledKeys is null || Has(firmware, "enrolled-keys") == enrolledKeys)).ToList();
        return fitting.FirstOrDefault(firmware => secureBoot is not null || !Has(firmware, "requires-smm")) ?? fitting.FirstOrDefault();
    }

    /// <summary>Every UEFI for a machine type whose files are there, the best first.</summary>
    /// <param name="machine">Versioned: <c>pc-q35-7.2</c>.</param>
    public IEnumerable<FirmwareDescriptor> Uefi(string machine) => _descriptors.Where(firmware => IsFlashUefi(firmware)
        && firmware.Targets.Any(target => target.Architecture == "x86_64" && target.Machines.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, machine))));

    /// <summary>Whether it verifies what it boots.</summary>
    public static bool VerifiesBoot(FirmwareDescriptor firmware) => Has(firmware, "secure-boot");

    /// <summary>
    /// What the variables of this code are first copied from: as its descriptor says, or the file beside it that is named after
    /// it (<c>OVMF_CODE.secboot.fd</c>: <c>OVMF_VARS.secboot.fd</c>, else <c>OVMF_VARS.fd</c>). Null where there is neither.
    /// </summary>
    /// <param name="code">The path of the code.</param>
    public string? TemplateOf(string code)
    {
        if (_descriptors.FirstOrDefault(firmware => firmware.Mapping.Executable?.Filename == code)?.Mapping.NvramTemplate is { } named)
        {
            return named.Filename;
        }
        var name = Path.GetFileName(code);
        if (!name.Contains(Code, StringComparison.Ordinal))
        {
            return null;
        }
        var variables = name.Replace(Code, Variables, StringComparison.Ordinal);
        var plain = string.Join('.', variables.Split('.') is [var first, .., var last] ? [first, last] : [variables]);
        return new[] { variables, plain }.Select(file => Path.Join(Path.GetDirectoryName(code), file)).FirstOrDefault(File.Exists);
    }

    private static bool Has(FirmwareDescriptor firmware, string feature) => firmware.Features.Contains(feature, StringComparer.Ordinal);

    private static bool IsFlashUefi(FirmwareDescriptor firmware) =>
        firmware.InterfaceTypes.Contains("uefi", StringComparer.Ordinal)
        && firmware.Mapping is { Device: "flash", Executable: { } code, NvramTemplate: { } variables }
        && File.Exists(code.Filename) && File.Exists(variables.Filename);

    private static FirmwareDescriptor? TryRead(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), FirmwareJson.Default.FirmwareDescriptor);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
