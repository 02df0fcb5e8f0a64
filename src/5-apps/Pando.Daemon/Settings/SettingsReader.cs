using System.Globalization;
using Pando.Linux.Users;
using Pando.Model.Errors;

namespace Pando.Daemon.Settings;

/// <summary>Puts the settings together: what the command line says wins over the environment, that over the file, that over the defaults.</summary>
internal static class SettingsReader
{
    private const string Prefix = "PANDOD_";
    private const string RootVariable = "PANDOD_ROOT";
    private const string ConfigVariable = "PANDOD_CONFIG";

    /// <summary>Reads the file and applies all; throws <c>daemon.…</c> with the place of what is wrong.</summary>
    /// <param name="root"><c>--root</c>.</param>
    /// <param name="config"><c>--config</c>.</param>
    /// <param name="flags">The settings of the command line, in order.</param>
    /// <param name="environment">The environment.</param>
    public static DaemonSettings Read(
        string? root, string? config, IEnumerable<(Setting Setting, string Value)> flags, IReadOnlyDictionary<string, string> environment)
    {
        root ??= environment.GetValueOrDefault(RootVariable);
        config ??= environment.GetValueOrDefault(ConfigVariable);
        var settings = new DaemonSettings
        {
            Paths = InstancePlace.Of(root, UserDatabase.EffectiveUid == 0, environment),
        };
        settings = ApplyFile(settings, config ?? Path.Combine(settings.Paths.Etc, "pandod.conf"), mustExist: config is not null);
        settings = ApplyEnvironment(settings, environment);
        return flags.Aggregate(settings, (all, flag) => Apply(all, flag.Setting, flag.Value, flag.Setting.Flag));
    }

    private static DaemonSettings ApplyFile(DaemonSettings settings, string path, bool mustExist)
    {
        try
        {
            using var text = File.OpenText(path);
            foreach (var line in IniFile.Read(text))
            {
                var where = string.Create(CultureInfo.InvariantCulture, $"{path}:{line.Number}");
                var setting = SettingCatalog.Find(line.Section, line.Key)
                    ?? throw new CallerException(ErrorCodes.Daemon.UnknownSetting, ("where", where), ("setting", $"[{line.Section}] {line.Key}"));
                settings = Apply(settings, setting, line.Value, where);
            }
            return settings;
        }
        catch (IniException failure)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"{path}:{failure.Line}");
            throw new CallerException(ErrorCodes.Daemon.BadLine, failure, ("where", where), ("text", failure.Message));
        }
        catch (Exception failure) when (!mustExist && failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return settings;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CallerException(ErrorCodes.Daemon.ConfigUnreadable, failure, ("path", path), ("reason", failure.Message));
        }
    }

    private static DaemonSettings ApplyEnvironment(DaemonSettings settings, IReadOnlyDictionary<string, string> environment)
    {
        // A misspelt variable that is passed over in silence is worse than a start that is refused.
        var unknown = environment.Keys.FirstOrDefault(name =>
            name.StartsWith(Prefix, StringComparison.Ordinal) && name is not (RootVariable or ConfigVariable)
            && SettingCatalog.All.All(setting => setting.Variable != name));
        if (unknown is not null)
        {
            throw new CallerException(ErrorCodes.Daemon.UnknownSetting, ("where", "environment"), ("setting", unknown));
        }
        return SettingCatalog.All
            .Where(setting => environment.ContainsKey(setting.Variable))
            .Aggregate(settings, (all, setting) => Apply(all, setting, environment[setting.Variable], setting.Variable));
    }

    private static DaemonSettings Apply(DaemonSettings settings, Setting setting, string value, string where)
    {
        try
        {
            return setting.Apply(settings, value);
        }
        catch (FormatException wanted)
        {
            throw new CallerException(
                ErrorCodes.Daemon.BadSetting, wanted, ("where", where), ("setting", setting.Name), ("value", value), ("wanted", wanted.Message));
        }
    }
}
