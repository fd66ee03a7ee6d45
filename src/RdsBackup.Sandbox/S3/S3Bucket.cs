namespace RdsBackup.Sandbox;

/// <summary>A bucket: versions of objects and open uploads. Every change is under its lock.</summary>
internal sealed class S3Bucket(string name, S3BucketOptions options, DateTimeOffset created)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, List<S3Object>> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, S3Upload> _uploads = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public S3BucketOptions Options { get; } = options;

    public DateTimeOffset Created { get; } = created;

    public bool IsVersioned => Options.Versioning || Options.ObjectLock;

    /// <summary>The current version of every key, in key order.</summary>
    public List<S3Object> Objects
    {
        get
        {
            lock (_gate)
            {
                return [.. _versions.Values.Select(versions => versions[^1]).Where(current => !current.IsDeleteMarker)];
            }
        }
    }

    /// <summary>Open uploads, by key and then by age.</summary>
    public List<S3Upload> Uploads
    {
        get
        {
            lock (_gate)
            {
                return [.. _uploads.Values.OrderBy(upload => upload.Key, StringComparer.Ordinal).ThenBy(upload => upload.Initiated).ThenBy(upload => upload.UploadId, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>A version of a key; the current one when no id is given. Null when there is none.</summary>
    public S3Object? Find(string key, string? versionId = null)
    {
        lock (_gate)
        {
            return !_versions.TryGetValue(key, out List<S3Object>? versions) ? null
                : versionId is not null ? versions.Find(version => version.VersionId == versionId)
                : versions[^1] is { IsDeleteMarker: false } current ? current
                : null;
        }
    }

    public void Open(S3Upload upload)
    {
        lock (_gate)
        {
            _uploads.Add(upload.UploadId, upload);
        }
    }

    public S3Upload Upload(string key, string? uploadId)
    {
        lock (_gate)
        {
            return _uploads.TryGetValue(uploadId ?? "", out S3Upload? upload) && upload.Key == key
                ? upload
                : throw NoSuchUpload();
        }
    }

    /// <summary>Puts an object there if the conditions hold. Closes the upload it came from. Returns what nobody needs any more.</summary>
    public IEnumerable<S3Part> Store(S3Object value, S3Conditions conditions, S3Upload? from = null)
    {
        lock (_gate)
        {
            conditions.Check(Find(value.Key));
            if (from is not null)
            {
                Close(from, value.Parts);
            }

            return [.. Append(value), .. (from?.Parts ?? []).Except(value.Parts)];
        }
    }

    /// <summary>Adds a part to an upload that is open still. Returns what nobody needs any more: the part it replaces, or itself.</summary>
    public (bool IsKept, S3Part? Unneeded) Keep(S3Upload upload, S3Part part)
    {
        lock (_gate)
        {
            return _uploads.ContainsKey(upload.UploadId) ? (true, upload.Keep(part)) : (false, part);
        }
    }

    /// <summary>Puts <paramref name="changed"/> in the place of a version, if that is still there.</summary>
    public void Replace(S3Object version, S3Object changed)
    {
        lock (_gate)
        {
            if (_versions.TryGetValue(version.Key, out List<S3Object>? versions) && versions.IndexOf(version) is >= 0 and int index)
            {
                versions[index] = changed;
            }
        }
    }

    public IEnumerable<S3Part> Abort(string key, string? uploadId)
    {
        lock (_gate)
        {
            S3Upload upload = Upload(key, uploadId);
            _uploads.Remove(upload.UploadId);
            return upload.Parts;
        }
    }

    /// <summary>Deletes a version, or the current object: in a versioned bucket that adds a marker.</summary>
    public IEnumerable<S3Part> Delete(string key, string? versionId, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_versions.TryGetValue(key, out List<S3Object>? versions))
            {
                return [];
            }

            if (IsVersioned && versionId is null)
            {
                return Append(versions[^1] with { IsDeleteMarker = true, VersionId = NewVersionId(), LastModified = now, Parts = [] });
            }

            List<S3Object> gone = versions.FindAll(version => versionId is null || version.VersionId == versionId);
            versions.RemoveAll(gone.Contains);
            if (versions.Count == 0)
            {
                _versions.Remove(key);
            }

            return [.. gone.SelectMany(version => version.Parts)];
        }
    }

    public string? NewVersionId() => IsVersioned ? Guid.NewGuid().ToString("N") : null;

    public static RefusedException NoSuchUpload() => new(
        404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.");

    // Another request may have completed the upload, or sent one of the parts again, since they were chosen.
    private void Close(S3Upload upload, IEnumerable<S3Part> chosen)
    {
        if (!_uploads.ContainsKey(upload.UploadId))
        {
            throw NoSuchUpload();
        }

        if (chosen.Any(part => upload.Part(part.Number) != part))
        {
            throw new RefusedException(400, "InvalidPart", "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.");
        }

        _uploads.Remove(upload.UploadId);
    }

    private List<S3Part> Append(S3Object value)
    {
        if (!_versions.TryGetValue(value.Key, out List<S3Object>? versions))
        {
            _versions[value.Key] = versions = [];
        }

        List<S3Part> replaced = IsVersioned ? [] : [.. versions.SelectMany(version => version.Parts)];
        if (!IsVersioned)
        {
            versions.Clear();
        }

        versions.Add(value);
        return replaced;
    }
}
