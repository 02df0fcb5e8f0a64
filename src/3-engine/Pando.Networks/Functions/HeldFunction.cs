using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Model;
using Pando.Model.Domains.Devices;

namespace Pando.Networks.Functions;

/// <summary>A virtual function that a machine has.</summary>
/// <param name="Address">Its place on the host's PCI.</param>
/// <param name="Machine">The machine's name.</param>
/// <param name="Device">The alias of its interface.</param>
/// <param name="Mac">The interface's address, by which it is known again.</param>
/// <param name="Network">The network that gave it; null where the machine names the function itself.</param>
internal sealed record HeldFunction(string Address, string Machine, string Device, string Mac, string? Network);

[JsonSerializable(typeof(HeldFunction))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class HeldFunctionJson : JsonSerializerContext;

/// <summary>Which functions machines have, a file each: it goes with the boot, as the machines do, and outlives the daemon. Two that want one are told by the file's making.</summary>
internal static class HeldFunctionFile
{
    /// <summary>False where another machine has it.</summary>
    public static bool TryTake(InstancePaths paths, HeldFunction held)
    {
        Directory.CreateDirectory(paths.HeldFunctions);
        // Written beside and linked: a file that is there is whole.
        var temporary = Path.Combine(paths.HeldFunctions, "." + Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(held, HeldFunctionJson.Default.HeldFunction));
        try
        {
            File.Move(temporary, PathOf(paths, held.Address), overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(PathOf(paths, held.Address)))
        {
            File.Delete(temporary);
            return false;
        }
    }

    /// <summary>Who has a function; null is nobody.</summary>
    public static HeldFunction? TryRead(InstancePaths paths, string address) => Read(PathOf(paths, address));

    /// <summary>All that machines have.</summary>
    public static IReadOnlyList<HeldFunction> All(InstancePaths paths) => !Directory.Exists(paths.HeldFunctions)
        ? []
        : [.. Directory.EnumerateFiles(paths.HeldFunctions).Select(Read).OfType<HeldFunction>().OrderBy(static held => held.Address, StringComparer.Ordinal)];

    public static void Delete(InstancePaths paths, string address) => File.Delete(PathOf(paths, address));

    /// <summary>Whether a function is the one at a place.</summary>
    public static bool IsAt(this HeldFunction held, PciAddress place) => held.Address == place.ToString();

    private static string PathOf(InstancePaths paths, string address) => Path.Combine(paths.HeldFunctions, address);

    private static HeldFunction? Read(string path)
    {
        try
        {
            return Path.GetFileName(path).StartsWith('.') ? null : JsonSerializer.Deserialize(File.ReadAllBytes(path), HeldFunctionJson.Default.HeldFunction);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
