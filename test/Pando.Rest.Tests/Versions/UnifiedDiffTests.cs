using System.Diagnostics;
using Pando.Rest.Versions;

namespace Pando.Rest.Tests.Versions;

public class UnifiedDiffTests
{
    [Fact]
    public void Equal_texts_have_no_diff() => Assert.Equal("", UnifiedDiff.Of("a", "x\ny\n", "b", "x\ny\n"));

    [Fact]
    public void A_changed_line_stands_between_three_lines_of_its_surroundings() =>
        Assert.Equal(
            "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
            UnifiedDiff.Of("a", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));

    [Fact]
    public async Task Any_diff_turns_the_old_text_into_the_new_one()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/patch"), "patch(1) is not installed");
        // A linear congruential sequence: the same texts in every run.
        var state = 12345u;
        int Next(int bound) => (int)((state = unchecked((state * 1664525) + 1013904223)) >> 8) % bound;
        for (var round = 0; round < 60; round++)
        {
            var old = Enumerable.Range(0, Next(40) + 1).Select(_ => $"line {Next(8)}").ToList();
            var @new = new List<string>(old);
            for (var change = Next(8); change >= 0; change--)
            {
                if (Next(2) == 0 && @new.Count > 1)
                {
                    @new.RemoveAt(Next(@new.Count));
                }
                else
                {
                    @new.Insert(Next(@new.Count + 1), $"line {Next(8)}");
                }
            }
            var (before, after) = (string.Join('\n', old) + "\n", string.Join('\n', @new) + "\n");
            Assert.Equal(after, await PatchedAsync(before, UnifiedDiff.Of("a", before, "b", after)));
        }
    }

    private static async Task<string> PatchedAsync(string text, string diff)
    {
        if (diff.Length == 0)
        {
            return text;
        }
        var folder = Directory.CreateTempSubdirectory("pando-diff-");
        try
        {
            var file = Path.Combine(folder.FullName, "text");
            await File.WriteAllTextAsync(file, text);
            using var patch = Process.Start(new ProcessStartInfo("/usr/bin/patch") { ArgumentList = { "-s", "-F0", file }, RedirectStandardInput = true, UseShellExecute = false })!;
            await patch.StandardInput.WriteAsync(diff);
            patch.StandardInput.Close();
            await patch.WaitForExitAsync(Limit.Token());
            Assert.Equal(0, patch.ExitCode);
            return await File.ReadAllTextAsync(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
