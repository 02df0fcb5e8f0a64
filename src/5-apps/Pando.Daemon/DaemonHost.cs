using System.Collections;
using System.Globalization;
using System.Reflection;
using Pando.Daemon.CommandLine;
using Pando.Daemon.Running;
using Pando.Daemon.Settings;
using Pando.Daemon.Start;
using Pando.Daemon.Verbs;
using Pando.Model.Errors;

namespace Pando.Daemon;

/// <summary>pandod as a function, so that a test's own executable can run it with other parts.</summary>
public static class DaemonHost
{
    /// <summary>Does what the command line asks for and answers the exit status.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="change">Exchanges parts before they are put together.</param>
    public static async Task<int> RunAsync(string[] args, Action<Composition>? change = null)
    {
        var environment = Variables();
        var culture = Reader.Culture(environment);
        try
        {
            var command = DaemonCommand.Parse(args);
            switch (command.Verb)
            {
                case DaemonVerb.Help:
                    HelpText.Write(Console.Out, culture);
                    return ExitCodes.Done;
                case DaemonVerb.Version:
                    Console.Out.WriteLine($"pandod {Version}");
                    return ExitCodes.Done;
                case DaemonVerb.ProbeKvm:
                    return ProbeKvmVerb.Run();
            }
            DaemonSettings Read() => SettingsReader.Read(command.Root, command.Config, command.Settings, environment);
            if (command.Verb == DaemonVerb.Check)
            {
                return await CheckVerb.RunAsync(Read(), command.Json, culture);
            }
            var composition = new Composition();
            change?.Invoke(composition);
            return await ServeVerb.RunAsync(Read, composition);
        }
        catch (PandoException failure)
        {
            Tell(failure, culture);
            return ExitCodes.Of(failure);
        }
    }

    /// <summary>The version of this build.</summary>
    internal static string Version { get; } =
        typeof(DaemonHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private static void Tell(PandoException failure, CultureInfo culture)
    {
        Console.Error.WriteLine($"pandod: {failure.Describe(culture)}");
        if (failure.Remedy(culture) is { } remedy)
        {
            Console.Error.WriteLine($"pandod: {remedy}");
        }
    }

    private static Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? string.Empty;
        }
        return variables;
    }
}
