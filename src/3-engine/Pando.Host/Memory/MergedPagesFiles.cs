using System.Globalization;
using Pando.Host.Files;
using Pando.Model.Errors;
using Pando.Model.Host;

namespace Pando.Host.Memory;

/// <summary>The kernel's files for the merging of equal pages.</summary>
internal static class MergedPagesFiles
{
    private const string Folder = "/sys/kernel/mm/ksm";
    private const int RunOff = 0, RunOn = 1, RunUnmerge = 2;

    public static MergedPages? Read(HostFiles files) => files.Number($"{Folder}/run") is not { } run ? null : new MergedPages
    {
        Running = run == RunOn,
        PagesToScan = Number(files, "pages_to_scan"),
        SleepMilliseconds = Number(files, "sleep_millisecs"),
        MergeAcrossNodes = files.Number($"{Folder}/merge_across_nodes") is { } across ? across != 0 : null,
        PagesShared = Number(files, "pages_shared"),
        PagesSharing = Number(files, "pages_sharing"),
        PagesUnshared = Number(files, "pages_unshared"),
        PagesVolatile = Number(files, "pages_volatile"),
        FullScans = Number(files, "full_scans"),
        SavedBytes = Number(files, "pages_sharing") * Environment.SystemPageSize,
    };

    public static void Change(HostFiles files, MergedPagesChange change)
    {
        if (!files.Exists($"{Folder}/run"))
        {
            throw new CallerException(ErrorCodes.Host.NoMerging);
        }

        (string Name, int? Value)[] steps =
        [
            ("pages_to_scan", change.PagesToScan),
            ("sleep_millisecs", change.SleepMilliseconds),
            ("run", change.Unmerge ? RunUnmerge : null),
            ("merge_across_nodes", change.MergeAcrossNodes is { } across ? across ? 1 : 0 : null),
            ("run", change.Running is { } running ? running ? RunOn : RunOff : change.Unmerge ? RunOff : null),
        ];
        Stack<(string Name, long Was)> done = [];
        try
        {
            foreach ((string name, int? value) in steps)
            {
                if (value is { } number)
                {
                    long was = Number(files, name);
                    KernelSwitch.Set(files, $"{Folder}/{name}", number.ToString(CultureInfo.InvariantCulture));
                    done.Push((name, was));
                }
            }
        }
        catch (MachineryException)
        {
            // The kernel changes nothing about nodes while pages are merged, and says so only when it is told.
            foreach ((string name, long was) in done)
            {
                KernelSwitch.Set(files, $"{Folder}/{name}", was.ToString(CultureInfo.InvariantCulture));
            }
            throw;
        }
    }

    private static long Number(HostFiles files, string name) => files.Number($"{Folder}/{name}") ?? 0;
}
