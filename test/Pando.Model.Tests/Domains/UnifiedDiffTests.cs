using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;

namespace Pando.Model.Tests.Domains;

public class UnifiedDiffTests
{
    [Fact]
    public void Equal_texts_have_no_difference() => Assert.Equal("", UnifiedDiff.Of("a\nb\n", "a\nb\n", "1", "2"));

    [Fact]
    public void A_changed_line_shows_with_the_lines_around_it() => Assert.Equal(
        """
        --- version 1
        +++ version 2
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8

        """,
        UnifiedDiff.Of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "version 1", "version 2"));

    [Fact]
    public void Changes_far_apart_make_two_hunks()
    {
        var older = string.Concat(Enumerable.Range(1, 20).Select(n => $"{n}\n"));
        var newer = older.Replace("2\n3\n", "3\n").Replace("19\n", "19\nx\n");
        Assert.Equal(2, UnifiedDiff.Of(older, newer, "a", "b").Split("@@ -").Length - 1);
    }

    [Fact]
    public void A_text_from_nothing_is_all_added() =>
        Assert.Equal("--- a\n+++ b\n@@ -0,0 +1,2 @@\n+x\n+y\n", UnifiedDiff.Of("", "x\ny\n", "a", "b"));

    [Fact]
    public void A_missing_line_break_at_the_end_is_said() =>
        Assert.Equal("--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n", UnifiedDiff.Of("x", "x\n", "a", "b"));

    [Fact]
    public void Texts_with_nothing_in_common_do_not_take_long()
    {
        var older = string.Concat(Enumerable.Range(0, 5000).Select(n => $"a{n}\n"));
        var newer = string.Concat(Enumerable.Range(0, 5000).Select(n => $"b{n}\n"));
        Assert.Equal(10_003, UnifiedDiff.Of(older, newer, "a", "b").Split('\n').Length - 1);
    }

    [Fact]
    public void The_edits_make_the_newer_text_of_the_older_with_as_little_as_possible()
    {
        var lines = Gen.Elements("a\n", "b\n", "c\n", "d\n").ListOf().Select(list => list.ToList());
        Properties.Hold(lines.Zip(lines), pair =>
        {
            var (older, newer) = pair;
            var edits = LineEdits.Between(older, newer);
            Assert.Equal(older, edits.Where(edit => edit.Kind != LineEditKind.Add).Select(edit => edit.Line));
            Assert.Equal(newer, edits.Where(edit => edit.Kind != LineEditKind.Remove).Select(edit => edit.Line));
            Assert.Equal(LongestCommon(older, newer), edits.Count(edit => edit.Kind == LineEditKind.Keep));
        });
    }

    private static int LongestCommon(List<string> a, List<string> b)
    {
        var table = new int[a.Count + 1, b.Count + 1];
        for (var i = 1; i <= a.Count; i++)
        {
            for (var j = 1; j <= b.Count; j++)
            {
                table[i, j] = a[i - 1] == b[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
            }
        }
        return table[a.Count, b.Count];
    }
}
