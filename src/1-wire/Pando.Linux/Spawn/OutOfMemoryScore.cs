using System.Globalization;

namespace Pando.Linux.Spawn;

/// <summary>
/// How likely the kernel ends a process when memory runs out (proc(5), oom_score_adj). A service that is spared hands that down to what
/// it starts, and its guests are where the memory is.
/// </summary>
internal static class OutOfMemoryScore
{
    private const string Ordinary = "0";

    /// <summary>Takes from a child what this process is spared by. That it has ended already is no error.</summary>
    public static void MakeOrdinary(int pid)
    {
        try
        {
            if (File.ReadAllText("/proc/self/oom_score_adj").StartsWith('-'))
            {
                File.WriteAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/oom_score_adj"), Ordinary);
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has ended, or /proc shows no processes: then the kernel's choice is a little worse, and nothing else.
        }
    }
}
