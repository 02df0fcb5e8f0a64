using System.Text.Json;
using Pando.Host.Files;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Is there UEFI firmware for machines? QEMU's descriptors name it (docs/interop/firmware.json), else its usual places.</summary>
internal sealed class UefiCheck : IHostCheck
{
    private const int MostDescriptors = 200;
    private static readonly string[] Folders = ["/etc/qemu/firmware", "/usr/share/qemu/firmware"];

    private static readonly string[] UsualPlaces =
    [
        "/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_CODE.fd",
        "/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/qemu/ovmf-x86_64-code.bin",
    ];

    private static readonly Finding Found = new("uefi.found", CheckStatus.Pass);
    private static readonly Finding Missing = new("uefi.missing", CheckStatus.Warn);

    public ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        string? path = Described(host.Files).Concat(UsualPlaces).FirstOrDefault(host.Files.Exists);
        return path is null ? Missing.Now() : Found.Now(("path", path));
    }

    private static IEnumerable<string> Described(HostFiles files) =>
        from folder in Folders
        from name in files.Names(folder).Take(MostDescriptors)
        where name.EndsWith(".json", StringComparison.Ordinal)
        let path = ImageOf(files.Text($"{folder}/{name}"))
        where path is not null
        select path;

    private static string? ImageOf(string? descriptor)
    {
        if (descriptor is null)
        {
            return null;
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(descriptor);
            JsonElement root = json.RootElement;
            bool isUefi = root.GetProperty("interface-types").EnumerateArray().Any(static type => type.ValueEquals("uefi"))
                && root.GetProperty("targets").EnumerateArray().Any(static target => target.GetProperty("architecture").ValueEquals("x86_64"));
            JsonElement mapping = root.GetProperty("mapping");
            return !isUefi ? null
                : mapping.TryGetProperty("executable", out JsonElement executable) ? executable.GetProperty("filename").GetString()
                : mapping.GetProperty("filename").GetString();
        }
        catch (Exception garbage) when (garbage is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
