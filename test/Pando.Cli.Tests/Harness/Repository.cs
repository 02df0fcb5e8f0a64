namespace Pando.Cli.Tests.Harness;

/// <summary>The sources that the tests belong to.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Cli => Path.Combine(Root, "src/5-apps/Pando.Cli");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pando.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        }
        return folder.FullName;
    }
}
