using Microsoft.Extensions.Logging;
using Pando.Daemon.Settings;
using Pando.Model;
using Pando.Model.Errors;

namespace Pando.Daemon.Tests.Settings;

public class SettingsReaderTests
{
    private static readonly Dictionary<string, string> Empty = [];

    [Fact]
    public void Without_a_word_the_paths_are_a_services()
    {
        var settings = SettingsReader.Read(null, "/dev/null", [], Empty);
        Assert.Equal(InstancePaths.System, settings.Paths);
    }

    [Fact]
    public void A_root_holds_the_whole_instance_and_its_file()
    {
        using var root = new TemporaryFolder();
        Directory.CreateDirectory(root.File("etc"));
        File.WriteAllText(root.File("etc/pandod.conf"), "[log]\nlevel = debug\n");
        var settings = SettingsReader.Read(root.Path, null, [], Empty);
        Assert.Equal((root.File("run"), LogLevel.Debug), (settings.Paths.Run, settings.LogLevel));
        Assert.Equal(settings, SettingsReader.Read(null, null, [], new Dictionary<string, string> { ["PANDOD_ROOT"] = root.Path }));
    }

    [Fact]
    public void Flags_win_over_the_environment_and_that_over_the_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("c"), "# a comment\n[log]\nlevel = error\nformat=json\n; another\n[ qemu ]\nstart-limit = 7s\n");
        var environment = new Dictionary<string, string> { ["PANDOD_LOG_LEVEL"] = "warning", ["PANDOD_LOG_FORMAT"] = "text", ["PANDOD_CONFIG"] = folder.File("c") };
        var settings = SettingsReader.Read(null, null, [(SettingCatalog.FindFlag("--log-level")!, "trace")], environment);
        Assert.Equal((LogLevel.Trace, LogFormat.Text, TimeSpan.FromSeconds(7)), (settings.LogLevel, settings.LogFormat, settings.QemuStartLimit));
    }

    [Theory]
    [InlineData("[log]\nlevle = info", "daemon.unknown-setting", 2)]
    [InlineData("level = info", "daemon.unknown-setting", 1)]
    [InlineData("[log]\n\nlevel = loud", "daemon.bad-setting", 3)]
    [InlineData("[log]\nlevel", "daemon.bad-line", 2)]
    [InlineData("= 3", "daemon.bad-line", 1)]
    public void What_is_wrong_in_the_file_is_told_with_its_line(string text, string code, int line)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("c"), text);
        var failure = Assert.ThrowsAny<PandoException>(() => SettingsReader.Read(null, folder.File("c"), [], Empty));
        Assert.Equal(code, failure.Code.Name);
        Assert.Contains($"{folder.File("c")}:{line}:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_variable_is_refused()
    {
        var failure = Assert.ThrowsAny<PandoException>(() => SettingsReader.Read(null, "/dev/null", [], new Dictionary<string, string> { ["PANDOD_LOG_LEVLE"] = "info" }));
        Assert.Contains("PANDOD_LOG_LEVLE", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_named_must_be_there_and_the_usual_one_need_not()
    {
        using var root = new TemporaryFolder();
        Assert.Equal(ErrorCodes.Daemon.ConfigUnreadable, Assert.ThrowsAny<PandoException>(() => SettingsReader.Read(null, root.File("no"), [], Empty)).Code);
        SettingsReader.Read(root.Path, null, [], Empty);
    }
}
