using System.Reflection;

namespace Pando.Storage.Images.Building;

/// <summary>The files under <c>GuestFiles/</c>, which are put into every image as they are.</summary>
internal static class GuestFiles
{
    private const string Prefix = "guest/";

    public static IEnumerable<(string Path, byte[] Content)> All()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                return (name[Prefix.Length..], content);
            });
    }
}
