using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RdsBackup.Diagnostics;

namespace RdsBackup.Transfer;

/// <summary>
/// Turns a backup into the key of its copy. The same backup always gives the same key, which is what makes a second run
/// find the first one's work; two backups must not share one, so a template has to name the file or the backup.
/// </summary>
internal sealed partial class KeyTemplate
{
    /// <summary>The template used when none is given.</summary>
    public const string Default = "{prefix}/{cloud}/{environment}/{instanceId}/{yyyy}/{MM}/{dd}/{backupId}-{fileName}";

    private const int MaximumKeyBytes = 1024; // S3: a key is at most 1,024 bytes of UTF-8.
    private const int SuffixReserve = 32; // Room for ".manifest.json" and its like.

    private static readonly string[] Placeholders =
        ["prefix", "cloud", "environment", "region", "instanceId", "engine", "yyyy", "MM", "dd", "HH", "mm", "ss", "backupId", "type", "method", "fileName", "extension"];

    private readonly string _template;

    /// <summary>Checks <paramref name="template"/>.</summary>
    /// <exception cref="RdsBackupException">KeyTemplateInvalid: an unknown placeholder, or nothing that tells two backups apart.</exception>
    public KeyTemplate(string? template)
    {
        _template = template ?? Default;
        string[] used = [.. Placeholder().Matches(_template).Select(match => match.Groups[1].Value)];
        string? unknown = used.FirstOrDefault(name => !Placeholders.Contains(name, StringComparer.Ordinal));
        if (unknown is not null || !used.Contains("instanceId") || !(used.Contains("backupId") || used.Contains("fileName"))
            || !(used.Contains("fileName") || used.Contains("extension")))
        {
            throw Errors.Create(
                nameof(Messages.KeyTemplateInvalid), RdsBackupErrorKind.InvalidInput, _template, string.Join(", ", Placeholders.Select(name => $"{{{name}}}")));
        }
    }

    /// <summary>The key of <paramref name="file"/>'s copy.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="fileName">Its file name with the original extension.</param>
    /// <param name="prefix">Stands for {prefix}; may be empty.</param>
    /// <param name="environment">Stands for {environment}; null takes the region.</param>
    /// <exception cref="RdsBackupException">KeyTooLong.</exception>
    public string Render(AliyunBackupFile file, string fileName, string? prefix, string? environment)
    {
        DateTimeOffset day = (file.StartTime ?? file.EndTime ?? DateTimeOffset.UnixEpoch).ToUniversalTime();
        AliyunBackup? backup = file as AliyunBackup;
        string key = Placeholder().Replace(_template, match => match.Groups[1].Value switch
        {
            "prefix" => prefix?.Trim('/') ?? "",
            "cloud" => "aliyun",
            "environment" => Segment(environment ?? file.RegionId),
            "region" => Segment(file.RegionId),
            "instanceId" => Segment(file.InstanceId),
            "engine" => Segment(file.Engine ?? "unknown"),
            "backupId" => Segment(backup?.BackupId ?? file.HostInstanceId ?? "log"),
            "type" => Segment(backup?.Type ?? "Log"),
            "method" => Segment(backup?.Method ?? "Log"),
            "fileName" => Segment(fileName),
            "extension" => Segment(Extension(fileName)),
            string part => day.ToString(part, CultureInfo.InvariantCulture),
        });

        key = RepeatedSlash().Replace(key, "/").Trim('/');
        return Encoding.UTF8.GetByteCount(key) <= MaximumKeyBytes - SuffixReserve
            ? key
            : throw Errors.Create(nameof(Messages.KeyTooLong), RdsBackupErrorKind.InvalidInput, key, MaximumKeyBytes - SuffixReserve);
    }

    /// <summary>What the keys of all copies of an instance begin with, as far as that is known without a backup.</summary>
    /// <param name="prefix">Stands for {prefix}; may be empty.</param>
    /// <param name="environment">Stands for {environment}.</param>
    /// <param name="regionId">Stands for {region}.</param>
    /// <param name="instanceId">Stands for {instanceId}.</param>
    public string Beginning(string? prefix, string environment, string regionId, string instanceId)
    {
        Match? unknown = Placeholder().Matches(_template)
            .FirstOrDefault(match => match.Groups[1].Value is not ("prefix" or "cloud" or "environment" or "region" or "instanceId"));
        string known = Placeholder().Replace(unknown is null ? _template : _template[..unknown.Index], match => match.Groups[1].Value switch
        {
            "prefix" => prefix?.Trim('/') ?? "",
            "cloud" => "aliyun",
            "environment" => Segment(environment),
            "region" => Segment(regionId),
            _ => Segment(instanceId),
        });
        return RepeatedSlash().Replace(known, "/").TrimStart('/');
    }

    // Restore tools tell formats by endings of two dots or of "_xb.qp" form, so all from the first such mark is kept.
    private static string Extension(string fileName)
    {
        Match match = KnownExtension().Match(fileName);
        return match.Success ? match.Value : Path.GetExtension(fileName);
    }

    // A value is one segment of the key: no slash, no control character, none of those S3 advises against.
    private static string Segment(string value)
    {
        StringBuilder text = new(value.Length);
        foreach (char character in value.Normalize(NormalizationForm.FormC))
        {
            bool bad = char.IsControl(character) || "/\\{}^%`[]\"<>~#|".Contains(character);
            text.Append(bad ? '_' : character);
        }

        string segment = text.ToString();
        return segment is "." or ".." ? segment.Replace('.', '_') : segment;
    }

    [GeneratedRegex(@"\{([A-Za-z]*)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("/{2,}")]
    private static partial Regex RepeatedSlash();

    [GeneratedRegex(@"(_xb\.qp|_qp\.xb|\.tar\.gz|\.xb\.gz|\.sql\.gz)$", RegexOptions.IgnoreCase)]
    private static partial Regex KnownExtension();
}
