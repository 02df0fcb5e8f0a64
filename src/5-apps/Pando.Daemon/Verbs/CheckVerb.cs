using System.Globalization;
using System.Text.Json;
using Pando.Api.Json;
using Pando.Daemon.CommandLine;
using Pando.Daemon.Settings;
using Pando.Daemon.Start;
using Pando.Host;
using Pando.Model.Host;
using Pando.Rest.Mapping;

namespace Pando.Daemon.Verbs;

/// <summary>Looks at the host without a daemon: for a machine on which none runs yet, or none starts.</summary>
internal static class CheckVerb
{
    public static async Task<int> RunAsync(DaemonSettings settings, bool json, CultureInfo culture)
    {
        using var host = new LocalHost(HostParts.Settings(settings), TimeProvider.System);
        var report = await host.CheckAsync();
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(HostMapping.Of(report, culture), PandoJson.Default.HostCheckReport));
        }
        else
        {
            Write(report, culture);
        }
        return report.CanRunMachines ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Write(HostCheckReport report, CultureInfo culture)
    {
        foreach (var item in report.Items.Items)
        {
            Console.Out.WriteLine($"{HelpText.Text(Word(item.Status), culture),-9} {item.Title(culture)}: {item.Message(culture)}");
            if (item.Remedy(culture) is { } remedy)
            {
                Console.Out.WriteLine($"{string.Empty,-9} → {remedy}");
            }
        }
        Console.Out.WriteLine(HelpText.Text(report.CanRunMachines ? "check.can" : "check.cannot", culture));
    }

    private static string Word(CheckStatus status) => status switch
    {
        CheckStatus.Pass => "check.pass",
        CheckStatus.Warn => "check.warn",
        _ => "check.fail",
    };
}
