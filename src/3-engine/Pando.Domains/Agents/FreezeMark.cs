namespace Pando.Domains.Agents;

/// <summary>
/// Says in the machine's run directory that its file systems were frozen through us: a daemon that comes after one that was
/// killed thaws them.
/// </summary>
internal static class FreezeMark
{
    private const string FileName = "frozen";

    public static void Set(string directory) => File.WriteAllBytes(Path.Combine(directory, FileName), []);

    public static bool IsSet(string directory) => File.Exists(Path.Combine(directory, FileName));

    public static void Clear(string directory)
    {
        try
        {
            File.Delete(Path.Combine(directory, FileName));
        }
        catch (DirectoryNotFoundException)
        {
            // The machine has ended, and with it what was frozen.
        }
    }
}
