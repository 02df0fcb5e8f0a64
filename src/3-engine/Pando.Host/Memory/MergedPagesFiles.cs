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

        Write(files, "pages_to_scan", change.PagesToScan);
        Write(files, "sleep_millisecs", change.SleepMilliseconds);
        Write(files, "run", change.Unmerge ? RunUnmerge : null);
        Write(files, "merge_across_nodes", change.MergeAcrossNodes is { } across ? across ? 1 : 0 : null);
        Write(files, "run", change.Running is { } running ? running ? RunOn : RunOff : change.Unmerge ? RunOff : null);
    }

    private static long Number(HostFiles files, string name) => files.Number($"{Folder}/{name}") ?? 0;

    private static void Write(HostFiles files, string name, int? value)
    {
        if (value is { } number)
        {
            KernelSwitch.Set(files, $"{Folder}/{name}", number.ToString(CultureInfo.InvariantCulture));
        }
    }
}
